import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/** Replies under so many bytes are sent as they are: compressing them costs more than it saves. */
const THRESHOLD = 2_048;
/** Little work for most of the gain: a queue of ten thousand calls is a tenth of its size. */
const GZIP_LEVEL = 4;

/** Replies are compressed for whoever takes that. Live events are no such replies: each leaves as it happens. */
export async function compression(app: FastifyInstance): Promise<void> {
  await app.register(compress, {
    global: true,
    threshold: THRESHOLD,
    encodings: ['gzip'],
    zlibOptions: { level: GZIP_LEVEL, flush: constants.Z_NO_FLUSH },
    customTypes: /^(application\/(problem\+)?json|text\/(csv|html|css|javascript)|application\/javascript|image\/svg)/,
    globalDecompression: false,
  });
}
