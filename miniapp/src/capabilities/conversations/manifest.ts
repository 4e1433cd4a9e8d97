export default { name: 'conversations' }
