/* Memory that the kernel maps: mmap(2). */
#ifdef PYSOCK_CDEF
#define MAP_ANON ...
#define MAP_ANONYMOUS ...
#define MAP_FIXED ...
#define MAP_FIXED_NOREPLACE ...
#define MAP_GROWSDOWN ...
#define MAP_HUGETLB ...
#define MAP_NORESERVE ...
#define MAP_POPULATE ...
#define MAP_PRIVATE ...
#define MAP_SHARED ...
#define PROT_EXEC ...
#define PROT_NONE ...
#define PROT_READ ...
#define PROT_WRITE ...

void *pysock_mmap(size_t length, int prot, int flags, int fd, off_t offset);
void pysock_munmap(void *addr, size_t length);
int pysock_never_shrinks(int fd, off_t end);
#endif

/* Where the memory lies is the kernel's choice; NULL for MAP_FAILED. */
static void *
pysock_mmap(size_t length, int prot, int flags, int fd, off_t offset)
{
    void *addr = mmap(NULL, length, prot, flags, fd, offset);
    return addr == MAP_FAILED ? NULL : addr;
}

/* The garbage collector unmaps; what a program sees of errno is not its business. */
static void
pysock_munmap(void *addr, size_t length)
{
    int saved = errno;
    munmap(addr, length);
    errno = saved;
}

#ifdef F_GET_SEALS
/* Whether a page may be missing for good when a program touches it: huge pages are few, and with
 * vm.overcommit_memory=2 the kernel counts a memfd's pages only then: proc(5). */
static int
pysock_may_lack_pages(int fd)
{
    struct statfs status;
    char strict = '2';
    if (fstatfs(fd, &status) == -1 || status.f_type == HUGETLBFS_MAGIC) {
        return 1;
    }
    int setting = open("/proc/sys/vm/overcommit_memory", O_RDONLY | O_CLOEXEC);
    if (setting != -1) {
        strict = read(setting, &strict, 1) == 1 ? strict : '2';
        close(setting);
    }
    return strict == '2';
}
#endif

/* Whether a file has bytes up to `end`, and nobody can take them: a memfd with F_SEAL_SHRINK. */
static int
pysock_never_shrinks(int fd, off_t end)
{
#ifdef F_GET_SEALS
    struct stat status;
    int seals = fcntl(fd, F_GET_SEALS);
    return seals != -1 && (seals & F_SEAL_SHRINK) && fstat(fd, &status) == 0 &&
           end <= status.st_size && !pysock_may_lack_pages(fd);
#else
    (void)fd, (void)end;
    return 0;
#endif
}
