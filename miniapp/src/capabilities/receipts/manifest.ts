export default { name: 'receipts' }
