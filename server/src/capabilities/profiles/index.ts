import { profiles } from '@community-chat/shared/capabilities/profiles/contract'
import { capability } from '../../kernel/capability'
import { find } from './find'
import { Pictures, Profiles } from './model'
import { catchUp } from './neighbours'
import { giveEveryonePrefixes } from './prefixed'
import { servePictures } from './serve'
import * as service from './service'

export default capability(profiles, {
  routes: {
    me: service.me,
    update: service.update,
    setPicture: service.setPicture,
    removePicture: service.removePicture,
    find,
    get: service.get,
    getMany: service.getMany,
  },
  models: [Profiles, Pictures],
  serves: servePictures,
  start: giveEveryonePrefixes,
  catchUp,
  personal: service.personal,
})
