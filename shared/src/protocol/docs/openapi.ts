/** The description as OpenAPI 3.1, for programs. */
import { type CommonCode, commonFaults } from '../faults'
import { closeCodes } from '../frame'
import type { DescribedRoute, Description, Refusal } from './describe'
import { accessMeans, audienceMeans, closeMeans, ownFrames } from './rules'
import type { Schema } from './schemas'

/** The document. What OpenAPI has no word for stands under `x-`: access, limit, faults, the socket's side. */
export function openApiOf({ capabilities, shapes }: Description, version: string): Schema {
  const paths: Record<string, Schema> = {}
  for (const { title, routes } of capabilities) {
    for (const one of routes) {
      const path = one.path.replace(/:(\w+)/g, '{$1}')
      paths[path] = { ...paths[path], [one.route.method.toLowerCase()]: operationOf(one, title) }
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Community Chat',
      version,
      description:
        'A route is called over HTTP or, where it has an `x-socket-type`, as a frame of the socket at `/ws`. A refusal has a stable code.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: capabilities.map(({ title }) => ({ name: title })),
    paths: { ...paths, ...beside },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { ...shapes, Error: errorSchema },
      responses: commonResponses,
    },
    'x-faults': Object.fromEntries(
      capabilities.flatMap(({ name, faults }) =>
        faults.map(({ code, status, message }) => [`${name}.${code}`, { status, message }]),
      ),
    ),
    'x-socket': {
      path: '/ws',
      frames: ownFrames,
      pushes: capabilities.flatMap(({ title, pushes }) =>
        pushes.map(({ push, data }) => ({
          type: push.type,
          tag: title,
          summary: push.summary,
          audience: audienceMeans[push.to],
          data,
        })),
      ),
      closeCodes: Object.fromEntries(
        Object.entries(closeCodes).map(([name, code]) => [code, closeMeans[name as keyof typeof closeCodes]]),
      ),
    },
  }
}

function operationOf({ route, params, query, body, output, refusals }: DescribedRoute, tag: string): Schema {
  return {
    operationId: route.name,
    tags: [tag],
    summary: route.summary,
    description: `${accessMeans[route.access]} At most ${route.limit} ${route.access === 'public' ? 'an address' : 'a person'}.`,
    ...(route.access === 'public' ? { security: [] } : {}),
    'x-access': route.access,
    'x-limit': route.limit,
    ...(route.type === undefined ? {} : { 'x-socket-type': route.type }),
    parameters: [...parametersOf(params, 'path'), ...(query ? parametersOf(query, 'query') : [])],
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    responses: {
      ...(output
        ? { 200: { description: 'Done.', content: { 'application/json': { schema: output } } } }
        : { 204: { description: 'Done; there is nothing to tell.' } }),
      ...responsesOf(refusals),
    },
    'x-faults': refusals.map(({ code }) => code),
  }
}

const parametersOf = ({ properties, required = [] }: Schema, place: 'path' | 'query'): Schema[] =>
  Object.entries(properties as Record<string, Schema>).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || (required as string[]).includes(name),
    schema,
  }))

/** One response a status, with every code that it may carry. */
function responsesOf(refusals: Refusal[]): Record<string, Schema> {
  const statuses = [...new Set(refusals.map(one => one.status))].sort((a, b) => a - b)
  return Object.fromEntries(
    statuses.map(status => {
      const codes = refusals.filter(one => one.status === status)
      const [first] = codes
      const isCommon = codes.length === 1 && Object.hasOwn(commonFaults, first!.code)
      return [status, isCommon ? { $ref: `#/components/responses/${first!.code}` } : refusing(codes)]
    }),
  )
}

const refusing = (codes: Pick<Refusal, 'code' | 'message'>[]): Schema => ({
  description: codes.map(({ code, message }) => `\`${code}\`: ${message}`).join(' '),
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
})

const commonResponses = Object.fromEntries(
  Object.keys(commonFaults).map(code => [
    code,
    refusing([{ code, message: commonFaults[code as CommonCode][1] }]),
  ]),
)

const errorSchema: Schema = {
  type: 'object',
  description: 'A refusal. `code` is stable, `message` is for people, `data` depends on the code.',
  properties: {
    error: {
      type: 'object',
      properties: {
        code: { type: 'string' },
        message: { type: 'string' },
        data: { type: 'object', additionalProperties: true },
        requestId: { type: 'string' },
      },
      required: ['code', 'message', 'requestId'],
    },
  },
  required: ['error'],
}

/** What the server answers beside the API. */
const beside: Record<string, Schema> = {
  '/health': {
    get: {
      operationId: 'health',
      summary: 'How this node is.',
      security: [],
      responses: {
        200: {
          description: 'Healthy.',
          content: { 'application/json': { schema: { type: 'object', additionalProperties: true } } },
        },
        503: { description: 'A store does not answer; the body says which.' },
      },
    },
  },
  '/metrics': {
    get: {
      operationId: 'metrics',
      summary: 'Counters and gauges in the text format of Prometheus.',
      description: 'From this machine and private networks, elsewhere with METRICS_TOKEN as the bearer.',
      responses: {
        200: { description: 'The metrics.', content: { 'text/plain': { schema: { type: 'string' } } } },
        404: { description: 'Not for this caller.' },
      },
    },
  },
}
