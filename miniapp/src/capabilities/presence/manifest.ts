export default { name: 'presence' }
