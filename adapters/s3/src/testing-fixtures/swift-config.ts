import { userInfo } from "node:os";

/** Where the programs of a Swift listen, all on loopback. */
export type SwiftPorts = {
  readonly account: number;
  readonly container: number;
  readonly object: number;
  readonly proxy: number;
  readonly cache: number;
};

export const storageServers = ["account", "container", "object"] as const;

/** A key that may do everything, and one that may do nothing. */
export const swiftKeys = {
  owner: { accessKeyId: "test:tester", secretAccessKey: "open-sesame" },
  guest: { accessKeyId: "test:guest", secretAccessKey: "hush-guest" },
} as const;

/** Places for one copy of everything on one device: what `swift-ring-builder` makes in six processes. */
export function ringScript(folder: string, ports: SwiftPorts): string {
  const lines = storageServers.map(
    (server) => `
b = RingBuilder(2, 1, 0)
b.add_dev({"region": 1, "zone": 1, "weight": 1, "ip": "127.0.0.1", "port": ${ports[server]}, "device": "d1"})
b.rebalance()
b.get_ring().save(${JSON.stringify(`${folder}/${server}.ring.gz`)})`,
  );
  return `from swift.common.ring import RingBuilder\n${lines.join("\n")}\n`;
}

/** The configuration files of a Swift by their names. */
export function swiftFiles(folder: string, ports: SwiftPorts): readonly (readonly [name: string, content: string])[] {
  const common = (port: number): string => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
user = ${userInfo().username}
swift_dir = ${folder}
devices = ${folder}/devices
mount_check = false
workers = 0
fallocate_reserve = 0
log_level = WARNING
`;
  const { owner, guest } = swiftKeys;
  return [
    ["swift.conf", "[swift-hash]\nswift_hash_path_suffix = a\nswift_hash_path_prefix = b\n"],
    ...storageServers.map((server) => {
      const app = `[pipeline:main]\npipeline = ${server}-server\n[app:${server}-server]\nuse = egg:swift#${server}\n`;
      return [`${server}.conf`, `${common(ports[server])}${app}`] as const;
    }),
    [
      "proxy.conf",
      `${common(ports.proxy)}[pipeline:main]
pipeline = cache s3api tempauth slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:${ports.cache}
[filter:s3api]
use = egg:swift#s3api
# So that listings have several pages.
max_bucket_listing = 7
[filter:slo]
use = egg:swift#slo
[filter:tempauth]
use = egg:swift#tempauth
user_${owner.accessKeyId.replace(":", "_")} = ${owner.secretAccessKey} .admin
user_${guest.accessKeyId.replace(":", "_")} = ${guest.secretAccessKey}
`,
    ],
  ];
}
