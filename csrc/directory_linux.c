/* An entry of a directory, as Linux has it: readdir(3). */
#ifdef PYSOCK_CDEF
struct dirent {
    ino_t d_ino;
    off_t d_off;
    unsigned short d_reclen;
    unsigned char d_type;
    char d_name[...];
    ...;
};
#endif
