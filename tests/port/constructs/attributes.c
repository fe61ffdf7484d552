/* GNU's attributes wherever programs put them. */
#include <stdio.h>
#include <stdlib.h>
static void die(const char *why) __attribute__((noreturn));
static int __attribute__((noinline)) twice(int n __attribute__((unused)), int m) { return 2 * m; }
__attribute__((unused)) static int spare;
static void die(const char *why) { puts(why); exit(3); }
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
struct wire { char kind; int length; } __attribute__((packed));
struct pair { int first, second; } middle(void) { struct pair p = {1, 2}; return p; }

int main(void)
{
	char buffer[64] __attribute__((aligned(8))), path[] = "x";
	int own __attribute__((unused)) = 3, other = 4;
	struct pair p = middle();
	switch (other) {
	case 4:
		own++;
		__attribute__((fallthrough));
	default:
		own++;
	}
	printf("%d %d %s %d %d\n", own, twice(1, other), path, (int)sizeof(struct wire), p.second);
	buffer[0] = 'a';
	die("end");
}
