export default { name: 'chains' }
