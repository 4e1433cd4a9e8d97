/** Stands for every picture in tests. */
export default 'picture.svg'
