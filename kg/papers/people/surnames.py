"""Family names that so many people have that an initial, or a short given name, tells nobody apart."""

from __future__ import annotations

_CHINESE = """
王wang 李li 张zhang 張zhang 刘liu 劉liu 陈chen 陳chen 杨yang 楊yang 赵zhao 趙zhao 黄huang 黃huang
周zhou 吴wu 吳wu 徐xu 孙sun 孫sun 胡hu 朱zhu 高gao 林lin 何he 郭guo 马ma 馬ma 罗luo 羅luo 梁liang
宋song 郑zheng 鄭zheng 谢xie 謝xie 韩han 韓han 唐tang 冯feng 馮feng 于yu 董dong 萧xiao 肖xiao
程cheng 曹cao 袁yuan 邓deng 鄧deng 许xu 許xu 傅fu 沈shen 曾zeng 彭peng 吕lv 呂lv 苏su 蘇su 卢lu 盧lu
蒋jiang 蔣jiang 蔡cai 贾jia 丁ding 魏wei 薛xue 叶ye 葉ye 阎yan 余yu 潘pan 杜du 戴dai 夏xia 钟zhong
鍾zhong 汪wang 田tian 任ren 姜jiang 范fan 方fang 石shi 姚yao 谭tan 廖liao 邹zou 熊xiong 金jin 陆lu
郝hao 孔kong 白bai 崔cui 康kang 毛mao 邱qiu 秦qin 江jiang 史shi 顾gu 侯hou 邵shao 孟meng 龙long
万wan 段duan 雷lei 钱qian 汤tang 尹yin 黎li 易yi 常chang 武wu 乔qiao 贺he 赖lai 龚gong 文wen
"""
PINYIN = {name[0]: name[1:] for name in _CHINESE.split()}
"""Chinese family name -> how it is written in letters, without tones."""

SHORT_NAMES = frozenset(PINYIN.values())
"""Those in letters: with a given name of one syllable they are the name of many."""

_OTHERS = """
ahmed ali brown bui chan chang cho choi dang davis do garcia gonzalez gupta han ho hoang hossain ito ivanov
jang jeong johnson jones jung kang khan kim kobayashi kumar kwon lau le lee lim lopez lu martinez miller
mueller muller nakamura ng ngo nguyen oliveira park patel pereira pham rahman rodriguez santos sato schmidt
sharma shin silva singh smith souza suzuki takahashi tan tanaka taylor tran vu wang watanabe williams wilson
wong yamamoto yoon
"""
FREQUENT = SHORT_NAMES | frozenset(_OTHERS.split())
"""Those that say little with initials."""
