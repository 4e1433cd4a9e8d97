export default { name: 'profiles' }
