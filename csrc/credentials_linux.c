/* Whose process it is, in full: getresuid(2), getgroups(2): credentials(7). */
#ifdef PYSOCK_CDEF
int getgroups(int size, gid_t *list);
int getresgid(gid_t *rgid, gid_t *egid, gid_t *sgid);
int getresuid(uid_t *ruid, uid_t *euid, uid_t *suid);
int initgroups(const char *user, gid_t group);
int setgroups(size_t size, const gid_t *list);
int setresgid(gid_t rgid, gid_t egid, gid_t sgid);
int setresuid(uid_t ruid, uid_t euid, uid_t suid);
#endif
