import type { RoomTable } from "./room.ts";
import { serverFeatureRooms } from "./server-feature-rooms.ts";
import { serverFoundationRooms } from "./server-foundation-rooms.ts";
import { serverInterfaceRooms } from "./server-interface-rooms.ts";

/**
 * The folders of `assistant-cloud-server`, with the imports that each may contain. A room may import only rooms that
 * precede it.
 */
export const serverRooms: RoomTable = {
  folder: "server/src",
  rooms: [...serverFoundationRooms, ...serverFeatureRooms, ...serverInterfaceRooms],
};
