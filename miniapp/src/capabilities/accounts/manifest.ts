export default { name: 'accounts' }
