export default { name: 'links' }
