export default { name: 'messages' }
