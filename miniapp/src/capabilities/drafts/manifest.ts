export default { name: 'drafts' }
