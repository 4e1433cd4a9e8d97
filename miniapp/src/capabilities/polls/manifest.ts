export default { name: 'polls' }
