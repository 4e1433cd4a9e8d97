export default { name: 'mentions' }
