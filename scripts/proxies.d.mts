interface FoundProxy {
  path: string;
  version: string;
}

export declare function findNginx(): FoundProxy | null;
export declare function findCaddy(): FoundProxy | null;
