Libraries in lib and their licences. The texts are in this directory; Apache-2.0 is the file LICENSE. If a library has several licences,
each of them may be chosen. Libraries that have a NOTICE file contain it in their jar.

<#list dependencyMap as e>
<#assign project = e.getKey()>
${project.groupId}:${project.artifactId}:${project.version} (<#list e.getValue() as licence>${licence}<#sep> or </#sep></#list>)<#if project.url??> ${project.url}</#if>
</#list>
