import { type Document, encode } from '../query/bson'
import { compareBySort, equalBson } from '../query/compare'
import { mongoFault } from '../query/fault'
import { keyValues } from '../query/key-values'
import { compileFilter } from '../query/match'
import { applyUpdate, documentForInsert, documentForUpsert } from '../query/update'
import type { IndexRequest } from './operations'
import type { AnyUpdate } from './updates'

/** The same text for the same bytes. */
export const bytesOf = (document: Document): string => Buffer.from(encode(document)).toString('hex')

/** A collection that is only a list: no index is ever used to find anything, unique ones are checked pair by pair. */
export class Reference {
  documents: Document[] = []
  indexes: { name: string; request: IndexRequest }[] = []

  matching(filter: Document): Document[] {
    const matches = compileFilter(filter)
    return this.documents.filter(document => matches(document))
  }

  insert(document: Document): void {
    const stored = documentForInsert(document)
    this.check(stored)
    this.documents.push(stored)
  }

  /** What an update would make of a document, checked against the unique indexes. */
  changed(document: Document, update: AnyUpdate, filter: Document): Document {
    const after = applyUpdate(document, update, { filter })
    this.check(after, document)
    return after
  }

  put(before: Document, after: Document): void {
    this.documents[this.documents.indexOf(before)] = after
  }

  upsert(filter: Document, update: AnyUpdate): Document {
    const document = documentForUpsert(filter, update)
    this.check(document)
    this.documents.push(document)
    return document
  }

  /** Lets changed copies of documents of this list meet it again by `_id`, all of them or none. */
  merge(copies: Document[], whenMatched: 'merge' | 'replace' | 'keepExisting' | Document[]): void {
    const before = [...this.documents]
    try {
      for (const copy of copies) {
        const met = this.documents.find(one => equalBson(one._id, copy._id))!
        if (whenMatched === 'keepExisting') continue
        const update = Array.isArray(whenMatched)
          ? whenMatched
          : whenMatched === 'replace'
            ? copy
            : { $set: copy }
        const after = applyUpdate(met, update, { variables: { new: copy } })
        this.check(after, met)
        this.put(met, after)
      }
    } catch (error) {
      this.documents = before
      throw error
    }
  }

  /** Puts documents in the place of all, or refuses and keeps all. */
  replaceAll(documents: Document[]): void {
    const before = this.documents
    this.documents = []
    try {
      for (const one of documents) this.insert(one)
    } catch (error) {
      this.documents = before
      throw error
    }
  }

  remove(gone: Document[]): void {
    this.documents = this.documents.filter(document => !gone.includes(document))
  }

  addIndex(name: string, request: IndexRequest): void {
    for (const [at, document] of this.documents.entries()) {
      const own = this.keysIn(request, document)
      if (!request.unique) continue
      for (const other of this.documents.slice(0, at))
        if (clash(own, this.keysIn(request, other))) throw duplicate()
    }
    this.indexes.push({ name, request })
  }

  sorted(documents: Document[], sort: Document): Document[] {
    const compare = compareBySort(sort)
    // A document with two arrays side by side is refused even where there is nothing to compare it with.
    for (const document of documents) compare(document, document)
    return [...documents].sort(compare)
  }

  /** Refuses a document whose `_id` or unique keys another one holds, or whose arrays cannot be indexed. */
  check(document: Document, except?: Document): void {
    const others = this.documents.filter(other => other !== except)
    const keys = this.indexes.map(({ request }) => this.keysIn(request, document))
    if (others.some(other => equalBson(other._id, document._id))) throw duplicate()
    for (const [at, { request }] of this.indexes.entries()) {
      if (request.unique && others.some(other => clash(keys[at]!, this.keysIn(request, other))))
        throw duplicate()
    }
  }

  private keysIn(request: IndexRequest, document: Document): unknown[][] {
    const { partialFilterExpression } = request
    if (partialFilterExpression && !compileFilter(partialFilterExpression)(document)) return []
    return keyValues(document, request.key, request.sparse).tuples
  }
}

const clash = (a: unknown[][], b: unknown[][]): boolean =>
  a.some(left => b.some(right => left.every((value, at) => equalBson(value, right[at]))))

const duplicate = () => mongoFault(11000, 'DuplicateKey', 'E11000')
