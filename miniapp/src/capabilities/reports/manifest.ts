export default { name: 'reports' }
