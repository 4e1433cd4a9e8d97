export default { name: 'threads' }
