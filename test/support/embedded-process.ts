import { startEmbedded } from '../../api/store/embedded/embedded-database.ts';

/**
 * A process that runs an embedded database, for tests which kill it: `node embedded-process.ts FOLDER [durable]`.
 * Prints one JSON line when the database is up; stops it and ends when its standard input ends.
 */
const [folder = '', durable] = process.argv.slice(2);
try {
  const database = await startEmbedded({ dataFolder: folder, durable: durable === 'durable' });
  console.log(JSON.stringify({ url: database.url, folder: database.folder, joined: database.joined }));
  process.stdin.resume();
  process.stdin.on('end', () => void database.stop());
} catch (error) {
  console.log(JSON.stringify({ error: (error as Error).message }));
}
