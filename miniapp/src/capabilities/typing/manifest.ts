export default { name: 'typing' }
