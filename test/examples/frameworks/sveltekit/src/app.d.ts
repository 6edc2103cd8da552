declare global {
  namespace App {
    interface Locals {
      user: { id: string; orgId: string } | null;
    }
  }
}

export {};
