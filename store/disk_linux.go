package store

import "syscall"

// networkFilesystems are those on which SQLite's locks and shared memory can't be trusted, by the magic numbers of Linux.
var networkFilesystems = map[int64]string{
	0x6969: "NFS", 0x517b: "SMB", 0xff534d42: "CIFS", 0xfe534d42: "SMB2", 0x5346414f: "AFS", 0x6b414653: "AFS", 0x73757245: "Coda",
	0x00c36400: "Ceph", 0x0bd00bd0: "Lustre", 0x47504653: "GPFS", 0x7461636f: "OCFS2", 0x01161970: "GFS2",
}

func diskOf(directory string) (disk, error) {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(directory, &stat); err != nil {
		return disk{}, err
	}
	block := int64(stat.Bsize)
	return disk{
		free: int64(stat.Bavail) * block, size: int64(stat.Blocks) * block,
		network: networkFilesystems[int64(uint32(stat.Type))],
	}, nil
}
