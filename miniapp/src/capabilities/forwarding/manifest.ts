export default { name: 'forwarding' }
