/* Files: what Linux adds, posix_fadvise(2), fallocate(2), … */
#ifdef PYSOCK_CDEF
/* fcntl(2): directory notifications, and fallocate(2). */
#define DN_ACCESS ...
#define DN_ATTRIB ...
#define DN_CREATE ...
#define DN_DELETE ...
#define DN_MODIFY ...
#define DN_MULTISHOT ...
#define DN_RENAME ...
#define FALLOC_FL_COLLAPSE_RANGE ...
#define FALLOC_FL_INSERT_RANGE ...
#define FALLOC_FL_KEEP_SIZE ...
#define FALLOC_FL_PUNCH_HOLE ...
#define FALLOC_FL_UNSHARE_RANGE ...
#define FALLOC_FL_ZERO_RANGE ...

/* The times to the nanosecond; st_atime and its like are their seconds. */
struct stat {
    dev_t st_dev;
    ino_t st_ino;
    mode_t st_mode;
    nlink_t st_nlink;
    uid_t st_uid;
    gid_t st_gid;
    dev_t st_rdev;
    off_t st_size;
    blksize_t st_blksize;
    blkcnt_t st_blocks;
    time_t st_atime;
    time_t st_mtime;
    time_t st_ctime;
    struct timespec st_atim;
    struct timespec st_mtim;
    struct timespec st_ctim;
    ...;
};

int fdatasync(int fd);
int posix_fadvise(int fd, off_t offset, off_t len, int advice);
int posix_fallocate(int fd, off_t offset, off_t len);
int pysock_fallocate(int fd, int mode, off_t offset, off_t len);
#endif

static int
pysock_fallocate(int fd, int mode, off_t offset, off_t len)
{
    RETURN_RESTARTABLE(int, fallocate(fd, mode, offset, len));
}
