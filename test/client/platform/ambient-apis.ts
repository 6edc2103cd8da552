import type { Fault } from "./break-api.ts";

const ofValue = ["is missing", "throws on access"] as const;
const ofMethod = [...ofValue, "throws on use"] as const;
const ofAsync = [...ofMethod, "rejects", "never settles"] as const;
const ofClass = [...ofMethod, "throws on construction"] as const;

/** The faults that each ambient API may have in a browser. The keys are the paths of the APIs. */
export const faultsOf = {
  AbortController: ofClass,
  "AbortController.prototype.abort": ofMethod,
  AbortSignal: ofValue,
  "AbortSignal.any": ofMethod,
  "AbortSignal.timeout": ofMethod,
  "AbortSignal.prototype.reason": ofValue,
  "AbortSignal.prototype.throwIfAborted": ofMethod,
  BroadcastChannel: ofClass,
  "BroadcastChannel.prototype.postMessage": ofMethod,
  "BroadcastChannel.prototype.close": ofMethod,
  navigator: ofValue,
  "navigator.onLine": ofValue,
  "navigator.product": ofValue,
  "navigator.locks": ofValue,
  "navigator.locks.request": ofAsync,
  "navigator.locks.query": ofAsync,
  localStorage: [...ofValue, "throws on enumeration"],
  "localStorage.length": ofValue,
  "localStorage.getItem": ofMethod,
  "localStorage.setItem": ofMethod,
  "localStorage.removeItem": ofMethod,
  sessionStorage: ofValue,
  "sessionStorage.length": ofValue,
  "sessionStorage.getItem": ofMethod,
  "sessionStorage.setItem": ofMethod,
  "sessionStorage.removeItem": ofMethod,
  window: ofValue,
  "window.addEventListener": ofMethod,
  "window.removeEventListener": ofMethod,
  document: ofValue,
  "document.visibilityState": ofValue,
  "document.activeElement": ofValue,
  "document.addEventListener": ofMethod,
  "document.removeEventListener": ofMethod,
  performance: ofValue,
  "performance.now": ofMethod,
  "performance.timeOrigin": ofValue,
  "Date.now": ofMethod,
  "Math.random": ofMethod,
  setTimeout: ofMethod,
  clearTimeout: ofMethod,
  setInterval: ofMethod,
  clearInterval: ofMethod,
  queueMicrotask: ofMethod,
  structuredClone: ofMethod,
  reportError: ofMethod,
  console: ofValue,
  "console.warn": ofMethod,
  crypto: ofValue,
  "crypto.randomUUID": ofMethod,
  "crypto.getRandomValues": ofMethod,
  "crypto.subtle": ofValue,
  TextEncoder: ofClass,
  TextDecoder: ofClass,
  atob: ofMethod,
  btoa: ofMethod,
  URL: ofClass,
  URLSearchParams: ofClass,
  ReadableStream: ofClass,
  Request: ofClass,
  "Request.prototype.clone": ofMethod,
  Headers: ofClass,
  Response: ofClass,
  "response.clone": ofMethod,
  "response.body": ofValue,
  "response.body.cancel": ofAsync,
  fetch: ["is missing", "throws on access", "throws on use", "rejects", "never settles"],
} as const satisfies Record<string, readonly Fault[]>;

export type AmbientApi = keyof typeof faultsOf;

/** Maps an API to the expected effects of its failure. If an API has no entry, its failure has no effect. */
export type Costs<T> = Partial<Record<AmbientApi, Partial<T> | ((fault: Fault) => Partial<T>)>>;

/** Lists every combination of an API and a fault, with the expected effect. */
export function faultRows<T>(costs: Costs<T>): { api: AmbientApi; fault: Fault; cost: Partial<T> }[] {
  return Object.entries(faultsOf).flatMap(([name, faults]) => {
    const api = name as AmbientApi;
    const cost = costs[api] ?? {};
    return faults.map((fault) => ({ api, fault, cost: typeof cost === "function" ? cost(fault) : cost }));
  });
}
