export default { name: 'expiry' }
