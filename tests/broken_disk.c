/* LD_PRELOAD: writes to files whose path holds BROKEN_PATH fail with BROKEN_ERRNO from the BROKEN_AFTER-th one on. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int broken(int fd) {
    static int left = -1, error;
    char link[64], path[4096];
    const char *part = getenv("BROKEN_PATH");
    if (!part) return 0;
    if (left < 0) {
        left = atoi(getenv("BROKEN_AFTER"));
        error = atoi(getenv("BROKEN_ERRNO"));
    }
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (!strstr(path, part)) return 0;
    if (left > 0) {
        left--;
        return 0;
    }
    errno = error;
    return 1;
}

#define WRITES(name, parameters, arguments)                                         \
    ssize_t name parameters {                                                       \
        static ssize_t(*real) parameters;                                           \
        if (!real) real = (ssize_t(*) parameters)dlsym(RTLD_NEXT, #name);           \
        return broken(fd) ? -1 : real arguments;                                    \
    }

WRITES(write, (int fd, const void *data, size_t n), (fd, data, n))
WRITES(pwrite, (int fd, const void *data, size_t n, off_t at), (fd, data, n, at))
WRITES(pwrite64, (int fd, const void *data, size_t n, off64_t at), (fd, data, n, at))

int fsync(int fd) {
    static int (*real)(int);
    if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    return broken(fd) ? -1 : real(fd);
}

int fdatasync(int fd) {
    static int (*real)(int);
    if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    return broken(fd) ? -1 : real(fd);
}
