/* Users and groups by name and number: getpwnam(3), getgrnam(3), getlogin(3). */
#ifdef PYSOCK_CDEF
struct group {
    char *gr_name;
    char *gr_passwd;
    gid_t gr_gid;
    char **gr_mem;
    ...;
};

struct passwd {
    char *pw_name;
    char *pw_passwd;
    uid_t pw_uid;
    gid_t pw_gid;
    char *pw_gecos;
    char *pw_dir;
    char *pw_shell;
    ...;
};

void endgrent(void);
void endpwent(void);
void setgrent(void);
void setpwent(void);
int pysock_getgrent(struct group *entry, char *buf, size_t size, struct group **found);
int pysock_getgrgid(gid_t gid, struct group *entry, char *buf, size_t size, struct group **found);
int pysock_getgrnam(const char *name, struct group *entry, char *buf, size_t size,
                    struct group **found);
int pysock_getlogin(char *buf, size_t size);
int pysock_getpwent(struct passwd *entry, char *buf, size_t size, struct passwd **found);
int pysock_getpwnam(const char *name, struct passwd *entry, char *buf, size_t size,
                    struct passwd **found);
int pysock_getpwuid(uid_t uid, struct passwd *entry, char *buf, size_t size, struct passwd **found);
#endif

/* Whether `buf` was too small: the caller tries again with more. Else errno tells an error. */
static int
pysock_needs_more(int error)
{
    if (error != 0 && error != ERANGE && error != ENOENT) {
        errno = error;
    }
    return error == ERANGE;
}

static int
pysock_getgrent(struct group *entry, char *buf, size_t size, struct group **found)
{
    return pysock_needs_more(NEXT_GROUP(entry, buf, size, found));
}

static int
pysock_getgrgid(gid_t gid, struct group *entry, char *buf, size_t size, struct group **found)
{
    return pysock_needs_more(getgrgid_r(gid, entry, buf, size, found));
}

static int
pysock_getgrnam(const char *name, struct group *entry, char *buf, size_t size, struct group **found)
{
    return pysock_needs_more(getgrnam_r(name, entry, buf, size, found));
}

static int
pysock_getlogin(char *buf, size_t size)
{
    int error = getlogin_r(buf, size);
    if (error != 0) {
        errno = error;
    }
    return error == 0;
}

static int
pysock_getpwent(struct passwd *entry, char *buf, size_t size, struct passwd **found)
{
    return pysock_needs_more(NEXT_USER(entry, buf, size, found));
}

static int
pysock_getpwnam(const char *name, struct passwd *entry, char *buf, size_t size,
                struct passwd **found)
{
    return pysock_needs_more(getpwnam_r(name, entry, buf, size, found));
}

static int
pysock_getpwuid(uid_t uid, struct passwd *entry, char *buf, size_t size, struct passwd **found)
{
    return pysock_needs_more(getpwuid_r(uid, entry, buf, size, found));
}
