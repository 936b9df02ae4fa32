package store

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"syscall"
)

// networkFilesystems are those on which SQLite's locks and shared memory can't be trusted, by the magic numbers of
// Linux.
var networkFilesystems = map[int64]string{
	0x6969: "NFS", 0x517b: "SMB", 0xff534d42: "CIFS", 0xfe534d42: "SMB2", 0x5346414f: "AFS", 0x6b414653: "AFS",
	0x73757245: "Coda", 0x00c36400: "Ceph", 0x0bd00bd0: "Lustre", 0x47504653: "GPFS", 0x7461636f: "OCFS2",
	0x01161970: "GFS2", 0x01021997: "9p", 0x19830326: "BeeGFS", 0x786f4256: "a folder of the VirtualBox host",
}

// fuseMagic is the magic number of all file systems that are programs: sshfs and s3fs as well as NTFS on a disk.
const fuseMagic = 0x65735546

// localFuse are the types of those that lie on disks of this machine, or over other directories of it.
var localFuse = []string{
	"fuseblk", "fuse.ntfs-3g", "fuse.exfat", "fuse.fuse2fs", "fuse.zfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs",
	"fuse.securefs", "fuse.bindfs", "fuse.mergerfs", "fuse.unionfs", "fuse.fuse-overlayfs",
}

func diskOf(directory string) (disk, error) {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(directory, &stat); err != nil {
		return disk{}, err
	}
	block, magic := int64(stat.Bsize), int64(uint32(stat.Type))
	d := disk{free: int64(stat.Bavail) * block, size: int64(stat.Blocks) * block, network: networkFilesystems[magic]}
	if magic == fuseMagic {
		d.network = remoteFuse(mountType(directory))
	}
	return d, nil
}

// remoteFuse names a file system that is a program, unless it is known to be one of this machine.
func remoteFuse(kind string) string {
	if slices.Contains(localFuse, kind) {
		return ""
	}
	return kind + ", as far as can be told"
}

// mountType is the type of the file system of a directory, as in fuse.sshfs; fuse if the system does not say more.
func mountType(directory string) string {
	var stat syscall.Stat_t
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err == nil && syscall.Stat(directory, &stat) == nil {
		device := uint64(stat.Dev) // twelve bits of the major number lie between those of the minor one
		return typeOfDevice(mounts, fmt.Sprintf("%d:%d", device>>8&0xfff|device>>32&^0xfff, device&0xff|device>>12&0xfff00))
	}
	return "fuse"
}

// typeOfDevice finds a device in lines such as "36 35 0:52 / /home/kim/far rw - fuse.sshfs kim@far: rw".
func typeOfDevice(mounts []byte, device string) string {
	for line := range bytes.Lines(mounts) {
		mount, filesystem, _ := bytes.Cut(line, []byte(" - "))
		fields := bytes.Fields(mount)
		if len(fields) > 2 && string(fields[2]) == device {
			kind, _, _ := bytes.Cut(filesystem, []byte{' '})
			return string(kind)
		}
	}
	return "fuse"
}
