export default { name: 'search' }
