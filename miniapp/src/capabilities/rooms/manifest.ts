export default { name: 'rooms' }
