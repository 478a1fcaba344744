import { z } from 'zod';

export const boardSettingsSchema = z
  .object({
    tiles: z
      .string()
      .nullable()
      .meta({ description: 'Address of map tiles with {z}, {x} and {y}; null: the map draws its own ground.' }),
  })
  .meta({ id: 'BoardSettings' });
export type BoardSettings = z.output<typeof boardSettingsSchema>;
