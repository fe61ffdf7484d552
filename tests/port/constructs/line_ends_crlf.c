/* 한글 주석: 서버의 상태를 출력한다 */
#include <stdio.h>
#include <string.h>

struct state { int users; /* 접속자 수 */ char name[20]; };

// 상태를 보여 준다
void show(struct state *s)
{
	printf("%s: %d명\n", s->name, s->users); // 출력
}

int main(void)
{
	struct state s = { 3, "서버" };
	char buf[] = "가나다";

	show(&s);
	printf("%d %d\n", (int)strlen(buf), (unsigned char)buf[0]);
	return 0; /* 끝 */
}
