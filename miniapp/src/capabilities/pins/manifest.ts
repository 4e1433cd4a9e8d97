export default { name: 'pins' }
