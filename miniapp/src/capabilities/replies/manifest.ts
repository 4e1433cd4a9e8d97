export default { name: 'replies' }
