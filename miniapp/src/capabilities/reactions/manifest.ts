export default { name: 'reactions' }
