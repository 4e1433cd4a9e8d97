export default { name: 'blocks' }
