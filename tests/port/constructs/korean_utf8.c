/*
 * 한글 주석: 에코 서버 예제
 */
#include <stdio.h>
#include <string.h>

#define MSG "안녕하세요" // 인사말

int main(void)
{
    char buf[64]; /* 버퍼 */
    int len;

    // 메시지 복사
    strcpy(buf, MSG);
    strcat(buf, ", 세계!");
    len = strlen(buf); // 바이트 수
    printf("%s (%d바이트)\n", buf, len);
    printf("%c%c%c\n", buf[0], buf[1], buf[2]);
    return 0;
}
