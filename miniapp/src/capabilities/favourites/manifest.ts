export default { name: 'favourites' }
