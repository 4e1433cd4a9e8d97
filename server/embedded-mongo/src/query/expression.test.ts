import { expect, test } from '@jest/globals'
import { ObjectId } from 'bson'
import { decimal, double, long, stored } from '../testing/values'
import { evaluator } from './expression'

const id = new ObjectId('0123456789abcdef01234567')
const date = new Date('2024-02-29T13:14:15.016Z')

const evaluated = (expression: unknown) => {
  const { e } = stored({ e: expression })
  return evaluator(e)(stored(source), {})
}

const source = {
  a: 3,
  b: 2,
  s: 'Häuser',
  l: [1, 2, 3],
  o: [{ x: 1 }, { x: 2 }, {}],
  d: date,
  id,
  n: null,
  big: long('9007199254740993'),
  z: double(1.5),
}

test.each<[unknown, unknown]>([
  ['$a', 3],
  ['$o.x', [1, 2]],
  ['$n', null],
  ['$$ROOT.a', 3],
  [{ $literal: '$a' }, '$a'],
  [
    ['$a', '$none'],
    [3, null],
  ],
  [{ p: '$a', q: '$none' }, { p: 3 }],
  [{ $add: ['$a', '$b'] }, 5],
  [{ $add: ['$a', '$z'] }, double(4.5)],
  [{ $add: ['$big', 1] }, long('9007199254740994')],
  [{ $add: [2147483647, 1] }, long(2147483648)],
  [{ $add: ['$a', null] }, null],
  [{ $add: ['$d', 1000] }, new Date(date.getTime() + 1000)],
  [{ $subtract: ['$a', '$b'] }, 1],
  [{ $subtract: ['$d', 16] }, new Date(date.getTime() - 16)],
  [{ $subtract: ['$d', '$d'] }, long(0)],
  [{ $multiply: ['$a', '$b', 2] }, 12],
  [{ $divide: ['$a', '$b'] }, double(1.5)],
  [{ $divide: [4, 2] }, double(2)],
  [{ $mod: [7, 4] }, 3],
  [{ $mod: [-7, 4] }, -3],
  [{ $mod: [7.5, 2] }, double(1.5)],
  [{ $abs: -3 }, 3],
  [{ $ceil: 1.2 }, double(2)],
  [{ $floor: '$a' }, 3],
  [{ $eq: ['$a', 3] }, true],
  [{ $eq: ['$a', double(3)] }, true],
  [{ $eq: ['$none', null] }, false],
  [{ $lt: ['$none', null] }, true],
  [{ $gt: ['x', 99] }, true],
  [{ $cmp: [1, 2] }, -1],
  [{ $ne: ['$a', 3] }, false],
  [{ $gte: [2, 2] }, true],
  [{ $lte: [3, 2] }, false],
  [{ $and: ['$a', true] }, true],
  [{ $and: ['$a', '$n'] }, false],
  [{ $or: [0, '$none', ''] }, true],
  [{ $not: ['$n'] }, true],
  [{ $not: [[]] }, false],
  [{ $cond: [{ $gt: ['$a', 2] }, 'y', 'n'] }, 'y'],
  [{ $cond: { if: false, then: 1, else: 2 } }, 2],
  [{ $ifNull: ['$none', '$n', 'z'] }, 'z'],
  [{ $ifNull: ['$a', 'z'] }, 3],
  [
    {
      $switch: {
        branches: [
          { case: { $eq: ['$a', 1] }, then: 'one' },
          { case: true, then: 'else' },
        ],
      },
    },
    'else',
  ],
  [{ $cond: [decimal('1E-6000'), 'y', 'n'] }, 'y'],
  [{ $cond: [decimal('-0E-100'), 'y', 'n'] }, 'n'],
  [{ $add: [decimal('0.1'), decimal('0.2'), 1] }, decimal('1.3')],
  [{ $subtract: [decimal('1E10'), decimal('1E-10')] }, decimal('9999999999.9999999999')],
  [{ $eq: [decimal('0.1'), double(0.1)] }, false],
  [{ $eq: [decimal('0.50'), double(0.5)] }, true],
  [{ $concat: ['a', '$s'] }, 'aHäuser'],
  [{ $concat: ['a', '$n'] }, null],
  [{ $toLower: '$s' }, 'häuser'],
  [{ $toUpper: '$s' }, 'HäUSER'],
  [{ $toUpper: '$n' }, ''],
  [{ $toString: '$id' }, '0123456789abcdef01234567'],
  [{ $toString: '$a' }, '3'],
  [{ $toString: '$big' }, '9007199254740993'],
  [{ $toString: 0.1 }, '0.1'],
  [{ $toString: double(1e21) }, '1e+21'],
  [{ $toString: double(2) }, '2'],
  [{ $toString: double(1e-7) }, '1e-07'],
  [{ $toString: '$d' }, '2024-02-29T13:14:15.016Z'],
  [{ $toString: true }, 'true'],
  [{ $toString: '$none' }, null],
  [{ $size: '$l' }, 3],
  [{ $in: [2, '$l'] }, true],
  [{ $in: [9, '$l'] }, false],
  [{ $arrayElemAt: ['$l', -1] }, 3],
  [{ $first: '$l' }, 1],
  [{ $last: '$l' }, 3],
  [{ $isArray: ['$l'] }, true],
  [{ $type: '$none' }, 'missing'],
  [{ $concatArrays: ['$l', [4]] }, [1, 2, 3, 4]],
  [{ $mergeObjects: [{ a: 1 }, '$n', { b: 2 }] }, { a: 1, b: 2 }],
  [{ $sum: '$l' }, 6],
  [{ $sum: ['$a', '$b'] }, 5],
  [{ $avg: '$l' }, double(2)],
  [{ $min: '$l' }, 1],
  [{ $max: ['$a', '$b'] }, 3],
  [{ $map: { input: '$l', as: 'v', in: { $multiply: ['$$v', '$b'] } } }, [2, 4, 6]],
  [{ $filter: { input: '$l', cond: { $gt: ['$$this', 1] } } }, [2, 3]],
  [{ $reduce: { input: '$l', initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, 6],
  [{ $let: { vars: { q: 4 }, in: { $add: ['$$q', '$a'] } } }, 7],
  [{ $split: ['a.$b', '.'] }, ['a', '$b']],
  [{ $substrCP: ['$s', 1, 2] }, 'äu'],
  [{ $strLenCP: '$s' }, 6],
  [{ $year: '$d' }, 2024],
  [{ $month: '$d' }, 2],
  [{ $dayOfMonth: '$d' }, 29],
  [{ $hour: { date: '$d' } }, 13],
  [{ $millisecond: '$d' }, 16],
  [{ $dayOfWeek: '$d' }, 5],
  [{ $dayOfYear: '$d' }, 60],
  [{ $year: '$n' }, null],
  [{ $dateToString: { date: '$d', format: '%Y-%m-%d %H:%M:%S' } }, '2024-02-29 13:14:15'],
  [{ $dateToString: { date: '$d' } }, '2024-02-29T13:14:15.016Z'],
  [{ $dateToString: { date: '$n', onNull: '-' } }, '-'],
])('%j is %j', (expression, expected) => {
  expect(stored({ r: evaluated(expression) })).toStrictEqual(stored({ r: expected }))
})

test.each<[unknown, number, string | RegExp]>([
  [{ $add: ['$s', 1] }, 14, /^\$add only supports numeric or date types, not string/],
  [{ $divide: [1, 0] }, 2, "can't $divide by zero"],
  [{ $size: '$a' }, 17124, 'The argument to $size must be an array, but was of type: int'],
  [{ $concat: ['$a'] }, 16702, '$concat only supports strings, not int'],
  [{ $in: [1, '$a'] }, 40081, /requires an array as a second argument/],
  [{ $divide: [decimal('1'), 3] }, 238, /Decimal128/],
  [{ $avg: [decimal('1'), 3] }, 238, /Decimal128/],
  ['$$nope', 17276, 'Use of undefined variable: nope'],
  [{ $toString: { $literal: [] } }, 241, /array to string/],
])('%j is refused when it meets the wrong type', (expression, code, message) => {
  expect(() => evaluated(expression)).toThrow(message)
  expect(() => evaluated(expression)).toThrow(expect.objectContaining({ code }))
})
