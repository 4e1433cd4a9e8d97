export default { name: 'hiding' }
