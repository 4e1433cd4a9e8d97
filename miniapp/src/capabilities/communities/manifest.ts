export default { name: 'communities' }
