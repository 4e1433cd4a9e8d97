export default { name: 'schedules' }
